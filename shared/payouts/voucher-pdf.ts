import PDFDocument from 'pdfkit';
import type { VoucherFacts } from './voucher-facts.ts';

/** Millimetres would be prettier; PDF counts in points, 72 to the inch. */
const page = { width: 595.28, height: 841.89, margin: 48 };
const labelWidth = 132;
const padding = 5;
const bodySize = 10;
const grey = '#6b7280';
const ink = '#111827';
const rule = '#d1d5db';

/**
 * The voucher of a refund as a PDF, in both languages. The same facts give the same bytes: what is made again after a lost
 * reply is what was made before.
 */
export function voucherPdf(facts: VoucherFacts, font: Uint8Array): Promise<Uint8Array> {
  const issued = new Date(facts.issuedAt);
  const doc = new PDFDocument({
    size: [page.width, page.height],
    margin: page.margin,
    // Without a font of its own the library opens one of the standard fonts from files we do not ship.
    font: Buffer.from(font) as unknown as string,
    info: { Title: `退费凭证 ${facts.number}`, Author: 'FeeLedger', CreationDate: issued, ModDate: issued },
    lang: 'zh-CN',
  });
  const chunks: Buffer[] = [];
  const done = new Promise<Uint8Array>((resolve, reject) => {
    doc.on('data', (chunk: Buffer) => chunks.push(chunk));
    doc.on('end', () => resolve(Buffer.concat(chunks)));
    doc.on('error', reject);
  });
  writeHeading(doc, facts);
  for (const row of facts.rows) writeRow(doc, row);
  writeFooting(doc);
  doc.end();
  return done;
}

function writeHeading(doc: PDFKit.PDFDocument, { number }: VoucherFacts): void {
  const width = page.width - 2 * page.margin;
  doc.fillColor(grey).fontSize(bodySize).text('FeeLedger 客户费用管理系统', { width });
  doc.moveDown(0.8);
  doc.fillColor(ink).fontSize(20).text('退费凭证', { width, align: 'center' });
  doc.fillColor(grey).fontSize(bodySize).text('Refund voucher', { width, align: 'center' });
  doc.moveDown(0.6);
  doc.fillColor(ink).fontSize(bodySize).text(`凭证号 Number  ${number}`, { width, align: 'right' });
  doc.moveDown(0.6);
}

/** A label, a value that is as high as it needs to be, and a line below; a row that does not fit begins a page. */
function writeRow(doc: PDFKit.PDFDocument, [label, value]: VoucherFacts['rows'][number]): void {
  const valueWidth = page.width - 2 * page.margin - labelWidth;
  const [labelAt, valueAt] = [{ width: labelWidth - padding }, { width: valueWidth }];
  doc.fontSize(bodySize);
  const height = Math.max(doc.heightOfString(label, labelAt), doc.heightOfString(value, valueAt)) + 2 * padding;
  if (doc.y + height > page.height - page.margin) doc.addPage();
  const top = doc.y;
  doc.fillColor(grey).text(label, page.margin, top + padding, labelAt);
  doc.fillColor(ink).text(value, page.margin + labelWidth, top + padding, valueAt);
  const bottom = top + height;
  doc
    .moveTo(page.margin, bottom)
    .lineTo(page.width - page.margin, bottom)
    .lineWidth(0.5)
    .strokeColor(rule)
    .stroke();
  doc.x = page.margin;
  doc.y = bottom;
}

function writeFooting(doc: PDFKit.PDFDocument): void {
  const width = page.width - 2 * page.margin;
  doc.moveDown(1);
  doc.fillColor(grey).fontSize(8);
  doc.text('本凭证由系统按账目生成。账目编号和摘要可用于核对，任何改动都会使摘要不符。', page.margin, doc.y, { width });
  doc.text(
    'Made from the ledger. The entry and its hash let you check it: whatever is altered no longer fits the hash.',
    { width },
  );
}
