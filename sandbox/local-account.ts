/** The account all resources of the sandbox pretend to live in. */
export const LOCAL_ACCOUNT = '111111111111';

/** The region used when the application does not name one. */
export const DEFAULT_REGION = 'ap-southeast-1';

/** Credentials the emulators accept. They open nothing outside this machine. */
export const LOCAL_CREDENTIALS = { accessKeyId: 'sandbox', secretAccessKey: 'sandbox-secret' } as const;
