import { SendEmailCommand } from '@aws-sdk/client-ses';
import { invariant } from '../errors/invariant.ts';
import { renderMail } from '../mails/render-mail.ts';
import type { Mailer } from '../notices/mailer.ts';
import { setting } from './config.ts';
import { sesClient } from './ses-client.ts';

/** Mails through SES, HTML and text, under the configuration set that collects bounces. */
export function sesMailer(): Mailer {
  const client = sesClient();
  return {
    async send(to, mail, attachments = []) {
      invariant(attachments.length === 0, 'a mail with a file goes through the raw mailer');
      const { subject, html, text } = renderMail(mail);
      const content = (Data: string) => ({ Data, Charset: 'UTF-8' });
      await client.send(
        new SendEmailCommand({
          Source: setting('MAIL_SENDER'),
          ConfigurationSetName: setting('MAIL_CONFIGURATION_SET'),
          Destination: { ToAddresses: [to] },
          Message: { Subject: content(subject), Body: { Html: content(html), Text: content(text) } },
          Tags: [{ Name: 'template', Value: mail.template }],
        }),
      );
    },
  };
}
