// The cases that need a module of ECMAScript.

import { setTimeout as sleep } from 'node:timers/promises';

const ORDER = { id: 17 };

function total(order) {
  return order.item.price; // want(esm, esm_uncaught) total
}

export class Invoice {
  static async send(order) {
    await sleep(1);
    throw new Error(`invoice of order ${order.id} bounced`); // want(esm_async) Invoice.send
  }
}

const CASES = {
  esm: () => {
    try {
      total(ORDER);
    } catch (err) {
      console.log(err.stack);
    }
  },
  esm_uncaught: () => total(ORDER),
  esm_async: () => Invoice.send(ORDER),
  esm_top_level: async () => {
    try {
      await import('./top%20level.mjs');
    } catch (err) {
      console.log(err.stack);
    }
  },
  esm_syntax: () => import('./broken.mjs'),
  esm_missing_export: () => import('./importer.mjs'),
};

await CASES[process.argv[2]]();
