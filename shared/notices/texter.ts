/** Sends one short message to a number in E.164 form. */
export interface Texter {
  send(phone: string, text: string): Promise<void>;
}
