import type { ApprovalPolicy, ApprovalStage } from '../model/approval-policy.ts';
import type { Money } from '../model/money.ts';
import { stagesFor, tiersAbove } from '../policies/approval-policy.ts';

/** What decides the stages of a request. */
type Judged = Parameters<typeof stagesFor>[1];

/** By which amount a request gets its stages, and why, where that is not its own. */
export interface StagedBy {
  readonly stageBy: Money;
  /** `ReviewedRequest.together`. */
  readonly why?: string;
}

/** Another request that may have been cut out of the same one. */
export interface Piece {
  readonly minor: bigint;
  /** Whom it was asked of; absent while that was not read. */
  readonly stages?: readonly ApprovalStage[];
}

/** What a request makes together with the pieces that count. */
interface PassedSum {
  readonly sumMinor: bigint;
  /** Requests in it, the one that is judged among them. */
  readonly count: number;
}

/** A limit above a request, and who is asked of what passes it. */
interface Limit {
  readonly overMinor: bigint;
  readonly stages: readonly ApprovalStage[];
}

/** The limits that a request could be kept below by cutting it up: those above which somebody else is asked as well. */
export function limitsAbove(policy: ApprovalPolicy, judged: Judged): readonly Limit[] {
  const own = stagesFor(policy, judged);
  return tiersAbove(policy, judged).filter(({ stages }) => !areAskedOf(own, stages));
}

/**
 * The highest limit that a request passes together with others, by its sum; nothing where it passes none. Against a limit
 * count the pieces that do not pass it themselves and were not asked of everybody whom it asks: so what is let through
 * below a limit never comes to more than the limit, while a small request beside a large one that all have approved
 * stays small (H5).
 */
export function highestPassed(
  limits: readonly Limit[],
  ownMinor: bigint,
  pieces: readonly Piece[],
): PassedSum | undefined {
  const sums = limits.map(({ overMinor, stages }) => {
    const counting = pieces.filter(
      (piece) => piece.minor <= overMinor && !(piece.stages !== undefined && areAskedOf(piece.stages, stages)),
    );
    const sumMinor = counting.reduce((sum, { minor }) => sum + minor, ownMinor);
    return { overMinor, sumMinor, count: counting.length + 1 };
  });
  return sums.findLast(({ sumMinor, overMinor }) => sumMinor > overMinor);
}

/** Whether everybody of some stages is among those already asked. */
function areAskedOf(asked: readonly ApprovalStage[], wanted: readonly ApprovalStage[]): boolean {
  return wanted.every(({ role }) => asked.some((stage) => stage.role === role));
}
