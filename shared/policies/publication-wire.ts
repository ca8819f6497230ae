import type { PublishedPolicy } from '../model/published-policy.ts';

/** A policy version as the API shows it: what it says, its number, and who published it when. */
export function publicationToWire<T extends object>({ version, content, publication }: PublishedPolicy<T>) {
  return {
    version,
    ...(publication === undefined ? {} : { publishedAt: publication.at, publishedBy: publication.by }),
    ...content,
  };
}
