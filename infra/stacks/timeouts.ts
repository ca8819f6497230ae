/** Seconds; an HTTP caller waits for at most half a minute, a stream and the sweep have more to do. */
export const timeouts = { http: 15, step: 30, stream: 60, sweep: 120, night: 900 } as const;
