import type { ArrivalRules } from '../model/arrival.ts';

/** In force until an admin's first version: online the same or next day (A65), a transfer 1–3 working days (A66). */
export const builtInArrivalRules: ArrivalRules = {
  methods: {
    online: { earliest: 0, latest: 1, days: 'calendar' },
    card: { earliest: 1, latest: 2, days: 'working' },
    'bank-transfer': { earliest: 1, latest: 3, days: 'working' },
    cheque: { earliest: 3, latest: 5, days: 'working' },
    cash: { earliest: 0, latest: 0, days: 'working' },
  },
  reviewsPerWorkingDay: 40,
  delayWaitWorkingDays: 2,
  disturbances: [],
};
