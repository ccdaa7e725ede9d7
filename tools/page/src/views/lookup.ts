// What an embedding is: a table, whose rows ids choose. First on a small table, then on the run's own.
import { ownTable } from './lookup/own_table';
import { smallTable } from './lookup/small_table';
import './lookup.css';
import type { View } from './view';

export const lookup: View = {
  id: 'lookup',
  title: 'Lookup',
  blurb: 'An embedding is a table. An id chooses a row, and only the rows that were chosen learn.',
  needs: (run) => run.views.includes('lookup'),
  mount: async (el, ctx) => {
    await Promise.all([smallTable(el, ctx), ownTable(el, ctx)]);
  },
};
