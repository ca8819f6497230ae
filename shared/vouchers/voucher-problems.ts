import type { Language } from '../model/language.ts';
import type { VoucherProblem } from '../model/voucher.ts';

/** What is wrong with a file, and the way out; a clerk reads this beside his upload (A11, A44). */
const texts: Readonly<Record<VoucherProblem, readonly [zh: string, en: string]>> = {
  CONTENT_NOT_AS_DECLARED: [
    '文件内容与所声明的格式不符（例如改了扩展名）。请上传原始文件，并选择其真实格式。',
    'The content is not of the declared format (a renamed file, for example). Upload the original and name its real format.',
  ],
  SIZE_NOT_AS_DECLARED: [
    '文件大小与声明不符，可能没有传完。请重新上传。',
    'The size is not the declared one; the upload may be incomplete. Upload the file again.',
  ],
  HASH_NOT_AS_DECLARED: [
    '文件的 SHA-256 与声明不符，可能在传输中损坏或选错了文件。请重新上传。',
    'The SHA-256 is not the declared one: damaged on the way, or another file. Upload it again.',
  ],
  FILE_DAMAGED: [
    '文件已损坏或不完整，无法打开。请重新导出或重新扫描后上传。',
    'The file is damaged or cut off and cannot be opened. Export or scan it again, then upload.',
  ],
  FILE_WITH_TRAILING_DATA: [
    '文件末尾附有其他数据，可能夹带另一个文件。请重新导出后上传。',
    'Other data is appended to the file, perhaps another file. Export it again, then upload.',
  ],
  PDF_ENCRYPTED: ['PDF 设有打开密码。请去除密码后上传。', 'The PDF needs a password. Upload it without one.'],
  PDF_WITHOUT_PAGES: ['PDF 没有页面。请检查文件。', 'The PDF has no page. Check the file.'],
  PDF_TOO_MANY_PAGES: [
    'PDF 超过 500 页。请只上传与此单据有关的页面。',
    'The PDF has more than 500 pages. Upload those that belong to this charge.',
  ],
  PDF_WITH_SCRIPT: [
    'PDF 中含有脚本。请另存或打印为不含脚本的 PDF 后上传。',
    'The PDF contains scripts. Print it to a PDF without them, then upload.',
  ],
  PICTURE_TOO_SMALL: [
    '图片尺寸过小（短边至少 400 像素，长边至少 600 像素），看不清内容。请重新拍摄或扫描。',
    'The picture is too small to read (at least 400 pixels on the short side, 600 on the long). Take or scan it again.',
  ],
  PICTURE_TOO_LARGE: [
    '图片超过 5000 万像素。请缩小后上传。',
    'The picture has more than 50 million pixels. Make it smaller, then upload.',
  ],
  PICTURE_ILLEGIBLE: [
    '图片模糊或没有可辨认的内容。请对焦后重新拍摄，或改用扫描件。',
    'The picture is blurred, or shows nothing that could be read. Take it again in focus, or scan the paper.',
  ],
  ARCHIVE_TOO_LARGE: [
    '文件解压后过大。请减少其中的内容后上传。',
    'The file unpacks to far too much. Take content out of it, then upload.',
  ],
  DOCUMENT_ENCRYPTED: ['文件设有密码。请去除密码后上传。', 'The document needs a password. Upload it without one.'],
  DOCUMENT_WITH_MACROS: [
    '文件中含有宏或嵌入的程序。请另存为不含宏的文件，或导出为 PDF 后上传。',
    'The document contains macros or embedded programs. Save it without them, or export a PDF, then upload.',
  ],
};

/** What is wrong, as the API says it in the reader's language. */
export function problemsToWire(problems: readonly VoucherProblem[], language: Language) {
  return problems.map((code) => ({ code, detail: texts[code][language === 'zh-CN' ? 0 : 1] }));
}
