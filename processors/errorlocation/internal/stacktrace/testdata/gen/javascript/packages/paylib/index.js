'use strict';

// Is installed as a package, so that its frames are not the application's.

class PaymentError extends Error {
  get name() {
    return 'PaymentError';
  }
}

function verify(payment) {
  if (!payment || payment.amount <= 0) {
    throw new PaymentError('amount 0 is not positive');
  }
}

exports.refund = function refund(payment) {
  verify(payment);
};

exports.each = function each(list, call) {
  list.forEach((entry) => call(entry));
};
