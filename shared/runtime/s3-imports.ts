import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { invariant } from '../errors/invariant.ts';
import type { ImportFiles, ImportLinks } from '../imports/import-files.ts';
import { xlsxType } from '../imports/read-table.ts';
import { later } from '../model/dates.ts';
import { attachmentHeader } from '../vouchers/download-name.ts';
import { setting } from './config.ts';

const uploadSeconds = 900;
const linkSeconds = 300;

/** Signed forms and links for the files of imports. Signing is done here: S3 is not asked. */
export function s3ImportLinks(): ImportLinks {
  const client = new S3Client({});
  return {
    async uploadForm(Key, file, now) {
      const { url, fields } = await createPresignedPost(client, {
        Bucket: setting('VOUCHER_BUCKET'),
        Key,
        Expires: uploadSeconds,
        Fields: {
          'Content-Type': file.contentType,
          'x-amz-checksum-algorithm': 'SHA256',
          'x-amz-checksum-sha256': Buffer.from(file.sha256, 'hex').toString('base64'),
        },
        Conditions: [['content-length-range', file.sizeBytes, file.sizeBytes]],
      });
      return { url, fields, expiresAt: later(now, uploadSeconds * 1_000) };
    },

    async downloadLink(Key, fileName, now) {
      const command = new GetObjectCommand({
        Bucket: setting('VOUCHER_BUCKET'),
        Key,
        ResponseContentDisposition: attachmentHeader(fileName, xlsxType),
        ResponseContentType: 'application/octet-stream',
        ResponseCacheControl: 'private, no-store',
      });
      const url = await getSignedUrl(client, command, { expiresIn: linkSeconds });
      return { url, expiresAt: later(now, linkSeconds * 1_000) };
    },
  };
}

/** The files themselves, in the bucket of the vouchers under a prefix of their own. */
export function s3ImportFiles(): ImportFiles {
  const client = new S3Client({ maxAttempts: 4 });
  return {
    async put(Key, Body, ContentType) {
      const Bucket = setting('VOUCHER_BUCKET');
      await client.send(new PutObjectCommand({ Bucket, Key, Body, ContentType, ChecksumAlgorithm: 'SHA256' }));
    },

    async get(Key) {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: setting('VOUCHER_BUCKET'), Key }));
      invariant(Body !== undefined, `S3 answers ${Key} with its bytes`);
      return await Body.transformToByteArray();
    },
  };
}
