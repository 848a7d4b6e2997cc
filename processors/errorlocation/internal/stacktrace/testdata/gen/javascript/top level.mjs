const order = null;
console.log(order.id); // want(esm_top_level)
