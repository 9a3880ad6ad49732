import { greeting } from './greeting.mjs';

export const handle = () => greeting;
export const _hidden = () => 'never';
export const other = () => 'another function';
