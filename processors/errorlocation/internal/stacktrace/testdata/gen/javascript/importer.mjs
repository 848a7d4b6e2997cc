import { nothing } from './main.mjs'; // want(esm_missing_export)

nothing();
