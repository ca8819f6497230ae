import { SendRawEmailCommand } from '@aws-sdk/client-ses';
import MailComposer from 'nodemailer/lib/mail-composer';
import { renderMail } from '../mails/render-mail.ts';
import type { Mailer } from '../notices/mailer.ts';
import { setting } from './config.ts';
import { sesClient } from './ses-client.ts';

/**
 * Mails with files through SES. The library writes the message: it encodes every header, so that no name or subject adds
 * one, and is let read neither files nor addresses of the net.
 */
export function sesRawMailer(): Mailer {
  const client = sesClient();
  return {
    async send(to, mail, attachments = []) {
      const { subject, html, text } = renderMail(mail);
      const from = setting('MAIL_SENDER');
      const message = new MailComposer({
        ...{ from, to: { name: '', address: to }, subject, html, text },
        attachments: attachments.map(({ fileName, contentType, bytes }) => ({
          filename: fileName,
          contentType,
          content: Buffer.from(bytes),
        })),
        disableFileAccess: true,
        disableUrlAccess: true,
      });
      await client.send(
        new SendRawEmailCommand({
          Source: from,
          ConfigurationSetName: setting('MAIL_CONFIGURATION_SET'),
          Destinations: [to],
          RawMessage: { Data: await message.compile().build() },
          Tags: [{ Name: 'template', Value: mail.template }],
        }),
      );
    },
  };
}
