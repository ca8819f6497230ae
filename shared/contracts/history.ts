import * as z from 'zod';

/** One step of a request, whatever its kind. */
export const historyStepWire = z
  .object({
    at: z.string(),
    by: z.string().meta({ description: 'User id, or `policy`; a customer does not see who of the staff it was' }),
    action: z.string(),
    from: z.string().optional(),
    to: z.string(),
    stage: z.number().optional(),
    reason: z.string().optional(),
    for: z.string().optional().meta({ description: 'The absent colleague in whose place he acted' }),
  })
  .meta({ id: 'HistoryStep' });
