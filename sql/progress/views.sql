-- progress: what a coach sees first.

create view public.coach_overview
with (security_invoker = true)
as
with mine as (
  select c.id, c.name, c.locale, c.timezone, c.user_id is not null as has_account,
         private.local_date(now(), c.timezone) as today
  from public.clients c
  where c.coach_id = (select auth.uid())
), week as (
  select f.client_id, f.facts
  from private.period_facts(
    array(select m.id from mine m order by m.id),
    array(select m.today - 6 from mine m order by m.id),
    array(select m.today from mine m order by m.id)
  ) f
)
select
  m.id as client_id,
  m.name,
  m.locale,
  m.timezone,
  m.has_account,
  last_log.created_at as last_log_at,
  m.today - last_event.date_for_metric as days_without_data,
  (week.facts #>> '{aggregates,days_with_data}')::integer as days_with_data,
  (week.facts #>> '{aggregates,adherence_pct}')::integer as adherence_pct,
  (week.facts #>> '{aggregates,days_within_calorie_target}')::integer as days_within_calorie_target,
  (week.facts #>> '{aggregates,days_scored}')::integer as days_scored,
  (week.facts #>> '{aggregates,last_weight_kg}')::numeric as last_weight_kg,
  (week.facts #>> '{aggregates,weight_change_kg}')::numeric as weight_change_kg,
  (
    select count(*) from public.progress_events e where e.client_id = m.id and e.status = 'needs_review'
  ) + (
    select count(*) from public.logs l
    where l.client_id = m.id and l.ai_status in ('needs_review', 'failed')
      and not exists (select from public.progress_events e where e.log_id = l.id and e.status = 'needs_review')
  ) as open_reviews,
  week.facts -> 'flags' as flags
from mine m
join week on week.client_id = m.id
left join lateral (
  select l.created_at from public.logs l where l.client_id = m.id order by l.created_at desc limit 1
) last_log on true
left join lateral (
  select e.date_for_metric
  from public.progress_events e
  where e.client_id = m.id and e.status in ('auto', 'confirmed', 'corrected') and e.event_type not in ('note', 'other')
    and e.date_for_metric <= m.today
  order by e.date_for_metric desc limit 1
) last_event on true;

comment on view public.coach_overview is
  'One row per client of the calling coach: the last log, how many days ago the last measured day was (null: none yet), the facts and flags of the last seven days, and what waits for a decision.';

revoke all on public.coach_overview from public, anon, authenticated, service_role;
grant select on public.coach_overview to authenticated;
