// What a language model has learned: which symbol follows which, what it writes, and where it looks.
import './language.css';
import { attention } from './language/attention';
import { bigram } from './language/bigram';
import { next } from './language/next';
import { samples } from './language/samples';
import type { View } from './view';

export const language: View = {
  id: 'language',
  title: 'Language',
  blurb: 'Which symbol follows which, what the model writes, and which tokens it looks at.',
  needs: (run) => run.views.includes('language'),
  mount: async (el, ctx) => {
    const writes = ctx.run.task === 'lm';
    // Each part puts its card first and asks then: the order of the cards is the order here.
    const parts = writes ? [next, samples, bigram, attention] : [attention];
    await Promise.all(parts.map((part) => part(el, ctx)));
  },
};
