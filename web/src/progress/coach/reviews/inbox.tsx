import { useQuery } from "@tanstack/react-query";
import type { Done, InboxItem, InboxItems, InboxPart } from "../../../foundation/domain";
import { overviewQuery } from "../queries";
import { ReviewCard } from "./ReviewCard";
import { isConcern, itemsOf, type ReviewItem } from "./reviewItems";
import { useProgressAlerts } from "./useProgressAlerts";
import { useReviewDecisions, useReviews } from "./useReviews";

/** Entries that wait for a decision, and what the coach should know: silence, pain, illness, questions, failed reports. */
const part: InboxPart = { useItems };

export default part;

function useItems(onDone: (done: Done) => void): InboxItems {
  const reviews = useReviews();
  const overviews = useQuery(overviewQuery);
  const alerts = useProgressAlerts(overviews.data, onDone);
  const { decision, note } = useReviewDecisions(onDone);
  const item = (review: ReviewItem): InboxItem => ({
    key: review.key,
    kind: !review.event && isConcern(review.log) ? "alerts" : "reviews",
    at: review.log.created_at,
    clientId: review.log.client_id,
    replyTo: { clientId: review.log.client_id },
    show: (card) => (
      <ReviewCard
        {...card}
        item={review}
        isPending={decision.isPending && decision.variables.log.id === review.log.id}
        error={decision.variables?.log.id === review.log.id ? decision.error : null}
        onDecide={(one) => decision.mutate({ log: review.log, decision: one })}
        onChanged={(kind, event) => note({ kind, log: review.log, event })}
      />
    ),
  });
  const parts = [reviews, overviews, alerts];
  return {
    items: reviews.data && alerts.items && [...itemsOf(reviews.data).map(item), ...alerts.items],
    error: parts.find((one) => one.error)?.error ?? null,
    isFetching: parts.some((one) => one.isFetching),
    retry: () => {
      void reviews.refetch();
      void overviews.refetch();
      alerts.retry();
    },
  };
}
