import type { ArrivalWire } from '../contracts/arrivals.ts';
import { type ChargeCase, isDraft } from '../model/charge-request.ts';
import { businessDate, type CalendarDate } from '../model/dates.ts';
import type { Language } from '../model/language.ts';
import { toWire } from '../model/money.ts';
import type { ArrivalEstimate } from './arrival-estimate.ts';
import { delayStepSentence, helpSentence, type PathStep, pathWord, reasonSentence } from './arrival-words.ts';
import { guidedStep } from './delay-procedure.ts';
import type { ArrivalCase } from './read-arrival.ts';

/** Who can be asked, for colleagues (A69, A71). */
export interface Contacts {
  readonly maker: string;
  readonly finance: readonly string[];
  readonly managers: readonly string[];
}

interface Reader {
  readonly language: Language;
  readonly zone: string;
  /** Absent for a customer: he sees his money, and nobody's name. */
  readonly contacts?: Contacts;
}

export function arrivalToWire(of: ArrivalCase, estimate: ArrivalEstimate | undefined, reader: Reader): ArrivalWire {
  const { charge, status } = of;
  const { language, contacts } = reader;
  return {
    chargeId: charge.id,
    status,
    ...(isDraft(charge) || charge.posting === undefined
      ? {}
      : { open: toWire({ minor: of.openMinor, currency: charge.amount.currency }) }),
    ...(estimate === undefined ? {} : { estimate: estimateToWire(of, estimate, language) }),
    path: pathToWire(of, estimate?.latest, reader),
    payments: of.payments.map(({ number, method, paidOn, bankReference, at, by }) => ({
      number,
      method,
      paidOn,
      ...(bankReference === undefined ? {} : { bankReference }),
      at,
      by: contacts === undefined ? '' : by,
    })),
    ...(contacts === undefined ? {} : delayToWire(of, contacts, language)),
    help: {
      text: helpSentence(contacts === undefined ? 'customer' : 'staff', charge.id, language),
      ...(contacts === undefined ? {} : { maker: contacts.maker }),
      finance: [...(contacts?.finance ?? [])],
    },
  };
}

function estimateToWire(of: ArrivalCase, estimate: ArrivalEstimate, language: Language): ArrivalWire['estimate'] {
  const { earliest, latest, isCertain, because } = estimate;
  return {
    ...(earliest === undefined ? {} : { earliest }),
    ...(latest === undefined ? {} : { latest }),
    isCertain,
    because: [...new Set(because.map((reason) => reasonSentence(reason, language)))],
    calendarVersion: of.calendar.version,
    rulesVersion: of.rules.version,
  };
}

/** The procedure is shown while the money is late, and what was done stays to be read. */
function delayToWire(of: ArrivalCase, { managers }: Contacts, language: Language): Pick<ArrivalWire, 'delayProcedure'> {
  if (of.status !== 'late') return {};
  const { next, waitUntil } = guidedStep(of.known, of.delays, of.today);
  return {
    delayProcedure: {
      next,
      guidance: delayStepSentence(next, waitUntil, language),
      ...(waitUntil === undefined ? {} : { waitUntil }),
      steps: of.delays.map(({ chargeId: _, keyPrint: __, bodyPrint: ___, ...step }) => step),
      managers: next === 'escalate' ? [...managers] : [],
    },
  };
}

type PathItem = ArrivalWire['path'][number];

/** The way of a charge's money from entry to the account (A68), each step with its day. */
function pathToWire(of: ArrivalCase, latest: CalendarDate | undefined, { language, zone }: Reader): PathItem[] {
  const { charge, status, announced } = of;
  const days: Partial<Record<PathStep, CalendarDate>> = { entered: businessDate(charge.openedAt, zone) };
  if (!isDraft(charge) && charge.posting !== undefined) {
    const posted = businessDate(charge.posting.recordedAt, zone);
    days.reviewed = posted;
    days.posted = posted;
  }
  if (announced !== undefined) days.paid = announced.payment.paidOn;
  if (latest !== undefined) days.arrived = latest;
  const steps: PathStep[] = ['entered', 'reviewed', 'posted', 'paid', 'arrived'];
  const current = steps.indexOf(currentStep(charge, status));
  return steps.map((step, index) => ({
    step,
    title: pathWord(step, language),
    state: status === 'arrived' || index < current ? 'done' : index === current ? 'now' : 'ahead',
    ...(days[step] === undefined ? {} : { on: days[step] }),
  }));
}

function currentStep(charge: ChargeCase, status: ArrivalCase['status']): PathStep {
  if (status === 'waiting-for-review' || charge.state === 'rejected') return 'reviewed';
  if (status === 'waiting-for-payment') return 'paid';
  return status === 'announced' || status === 'late' || status === 'arrived' ? 'arrived' : 'entered';
}
