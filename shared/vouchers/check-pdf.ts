import { getDocumentProxy } from 'unpdf';
import type { VoucherFindings } from '../model/voucher.ts';

const mostPages = 500;

/** Looks at a PDF: whether it opens without a password, how many pages it has, and that it brings no script (A11). */
export async function checkPdf(bytes: Uint8Array): Promise<VoucherFindings> {
  try {
    // The library takes the buffer over, and a damaged document must not fill the log with its warnings.
    const document = await getDocumentProxy(new Uint8Array(bytes), { verbosity: 0 });
    try {
      const pages = document.numPages;
      if (pages < 1) return { problems: ['PDF_WITHOUT_PAGES'] };
      if (pages > mostPages) return { pages, problems: ['PDF_TOO_MANY_PAGES'] };
      await document.getPage(1);
      await document.getPage(pages);
      return { pages, problems: (await document.hasJSActions()) ? ['PDF_WITH_SCRIPT'] : [] };
    } finally {
      await document.loadingTask.destroy();
    }
  } catch (error) {
    return { problems: [(error as Error).name === 'PasswordException' ? 'PDF_ENCRYPTED' : 'FILE_DAMAGED'] };
  }
}
