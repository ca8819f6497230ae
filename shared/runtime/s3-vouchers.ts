import { GetObjectCommand, NoSuchKey, S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { later } from '../model/dates.ts';
import { voucherLimits } from '../model/voucher.ts';
import { attachmentHeader } from '../vouchers/download-name.ts';
import { type VoucherFiles, type VoucherLinks, voucherKey } from '../vouchers/voucher-store.ts';
import { setting } from './config.ts';

/** Signed forms and links for the voucher bucket. Signing is done here: S3 is not asked. */
export function s3VoucherLinks(): VoucherLinks {
  const client = new S3Client({});
  return {
    async uploadForm(voucher, now) {
      const { uploadSeconds } = voucherLimits;
      const { url, fields } = await createPresignedPost(client, {
        Bucket: setting('VOUCHER_BUCKET'),
        Key: voucherKey(voucher),
        Expires: uploadSeconds,
        Fields: {
          'Content-Type': voucher.contentType,
          'x-amz-checksum-algorithm': 'SHA256',
          'x-amz-checksum-sha256': Buffer.from(voucher.sha256, 'hex').toString('base64'),
        },
        Conditions: [['content-length-range', voucher.sizeBytes, voucher.sizeBytes]],
      });
      return { url, fields, expiresAt: later(now, uploadSeconds * 1_000) };
    },

    async downloadLink(voucher, now) {
      const { linkSeconds } = voucherLimits;
      const command = new GetObjectCommand({
        Bucket: setting('VOUCHER_BUCKET'),
        Key: voucherKey(voucher),
        ResponseContentDisposition: attachmentHeader(voucher.fileName, voucher.contentType),
        ResponseContentType: 'application/octet-stream',
        ResponseCacheControl: 'private, no-store',
      });
      const url = await getSignedUrl(client, command, { expiresIn: linkSeconds });
      return { url, expiresAt: later(now, linkSeconds * 1_000) };
    },
  };
}

/** The files of the voucher bucket, for the check after arrival. */
export function s3VoucherFiles(): VoucherFiles {
  const client = new S3Client({ maxAttempts: 4 });
  return {
    async read(Key, mostBytes) {
      try {
        const { Body, ContentLength = 0 } = await client.send(
          new GetObjectCommand({ Bucket: setting('VOUCHER_BUCKET'), Key, Range: `bytes=0-${mostBytes}` }),
        );
        const bytes = await Body?.transformToByteArray();
        return ContentLength > mostBytes ? 'too large' : bytes;
      } catch (error) {
        // To a role that may not list, S3 says 403 for what is absent, as for a permission that was lost: that is tried
        // again and set apart with an alarm, since nobody but an operator takes a file away.
        if (error instanceof NoSuchKey) return undefined;
        throw error;
      }
    },
  };
}
