/** Values that the examples of several areas show: the same customer, the same charge. */
export const customerId = 'cus_m5xw4zdfoj2gk3tuebqw4zbaoq';
export const customerNumber = 'C-10001';
export const customerName = '上海云杉科技有限公司';
export const chargeId = 'chg_2tqk6b7xwzv4yd3n5h6j7rmpca';
export const otherChargeId = 'chg_4wz3h6n2k5xv7yd5b3j6r2mpqa';
/** The hash of a journal entry, and the checksum of a file. */
export const sha256 = '6f1c0d9a3b5e7f2144c8a0be91d37625f0a9c4d81e3b7a5c2d6f8091b3e4a7c5';

export const cny = (value: string) => ({ value, currency: 'CNY' });
