'use strict';

const vm = require('node:vm');

function formula(order) {
  return eval('order.item.price * 2'); // want(eval) formula
}

function compile(source) {
  return new Function('order', source); // want(new_function) compile
}

function run(order) {
  return compile('return order.item.price')(order);
}

function script(order) {
  return vm.runInNewContext('order.item.price', { order }); // want(vm) Object.script
}

function named(order) {
  return vm.runInNewContext('order.item.price', { order }, { filename: '/srv/shop/rules/price.js' });
}

module.exports = { formula, run, script, named };
