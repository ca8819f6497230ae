import { SESClient, SendEmailCommand } from '@aws-sdk/client-ses';
import { renderMail } from '../mails/render-mail.ts';
import type { Mailer } from '../notices/mailer.ts';
import { setting } from './config.ts';

/** Mails through SES, HTML and text, under the configuration set that collects bounces. */
export function sesMailer(): Mailer {
  const client = new SESClient({
    maxAttempts: 4,
    requestHandler: { connectionTimeout: 2_000, requestTimeout: 8_000, throwOnRequestTimeout: true },
  });
  return {
    async send(to, mail) {
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
