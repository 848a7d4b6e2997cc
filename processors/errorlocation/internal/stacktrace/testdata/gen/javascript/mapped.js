'use strict';
function total(order) {
  return order.price.toFixed(2).length;
}
exports.total = total;
//# sourceMappingURL=mapped.js.map
