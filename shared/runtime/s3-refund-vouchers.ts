import { GetObjectCommand, PutObjectCommand, S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { later } from '../model/dates.ts';
import type { RefundId } from '../model/ids.ts';
import { type RefundVoucherFiles, type RefundVoucherLinks, voucherContentType } from '../payouts/voucher-files.ts';
import { attachmentHeader } from '../vouchers/download-name.ts';
import { setting } from './config.ts';

const linkSeconds = 300;

function keyOf(id: RefundId): string {
  return `refund-vouchers/${id}.pdf`;
}

/** Vouchers of refunds in the bucket of the vouchers, under a prefix of their own. */
export function s3RefundVoucherFiles(): RefundVoucherFiles {
  const client = new S3Client({ maxAttempts: 4 });
  return {
    async keep(id, Body) {
      try {
        await client.send(
          new PutObjectCommand({
            ...{ Bucket: setting('VOUCHER_BUCKET'), Key: keyOf(id), Body },
            ContentType: voucherContentType,
            ChecksumAlgorithm: 'SHA256',
            IfNoneMatch: '*',
          }),
        );
      } catch (error) {
        if (!(error instanceof S3ServiceException) || error.name !== 'PreconditionFailed') throw error;
      }
    },
  };
}

/** Signed links to them. Signing is done here: S3 is not asked. */
export function s3RefundVoucherLinks(): RefundVoucherLinks {
  const client = new S3Client({});
  return {
    async downloadLink(id, fileName, now) {
      const command = new GetObjectCommand({
        Bucket: setting('VOUCHER_BUCKET'),
        Key: keyOf(id),
        ResponseContentDisposition: attachmentHeader(fileName, voucherContentType),
        ResponseContentType: 'application/octet-stream',
        ResponseCacheControl: 'private, no-store',
      });
      const url = await getSignedUrl(client, command, { expiresIn: linkSeconds });
      return { url, expiresAt: later(now, linkSeconds * 1_000) };
    },
  };
}
