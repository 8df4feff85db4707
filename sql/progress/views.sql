-- progress: the coach's overview of all clients.

create view public.coach_overview
with (security_invoker = true)
as
with mine as (
  select c.id, c.name, c.locale, c.timezone, c.user_id is not null as has_account,
         (now() at time zone c.timezone)::date as today
  from public.clients c
  where c.id = any ((select private.my_coached_client_ids())::uuid[])
), waiting_event as (
  select e.client_id, e.log_id
  from public.progress_events e
  where e.status = 'needs_review' and e.client_id = any (array(select m.id from mine m))
), waiting as (
  select w.client_id, count(*) as reviews
  from (
    select e.client_id from waiting_event e
    union all
    select l.client_id
    from public.logs l
    where l.ai_status in ('needs_review', 'failed') and l.client_id = any (array(select m.id from mine m))
      and not exists (select from waiting_event e where e.log_id = l.id)
  ) w
  group by w.client_id
), week as (
  select f.client_id, f.facts, f.last_day_with_data
  from private.my_period_facts(
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
  last_own_log.created_at as last_own_log_at,
  week.last_day_with_data,
  (week.facts #>> '{aggregates,days_with_data}')::integer as days_with_data,
  (week.facts #>> '{aggregates,adherence_pct}')::integer as adherence_pct,
  (week.facts #>> '{aggregates,days_within_calorie_target}')::integer as days_within_calorie_target,
  (week.facts #>> '{aggregates,days_scored}')::integer as days_scored,
  (week.facts #>> '{aggregates,last_weight_kg}')::numeric as last_weight_kg,
  (week.facts #>> '{aggregates,last_weight_date}')::date as last_weight_date,
  (week.facts #>> '{aggregates,weight_change_kg}')::numeric as weight_change_kg,
  (week.facts #>> '{aggregates,weight_change_since}')::date as weight_change_since,
  coalesce(waiting.reviews, 0) as open_reviews,
  week.facts -> 'flags' as flags,
  exists (
    select from public.client_invites i
    where i.client_id = m.id and i.accepted_at is null and i.expires_at > now()
  ) as has_open_invite
from mine m
join week on week.client_id = m.id
left join waiting on waiting.client_id = m.id
left join lateral (
  select l.created_at from public.logs l where l.client_id = m.id order by l.created_at desc limit 1
) last_log on true
left join lateral (
  select l.created_at from public.logs l
  where m.has_account and l.client_id = m.id and l.author_type = 'client'
  order by l.created_at desc
  limit 1
) last_own_log on true;

comment on view public.coach_overview is
  'One row per client of the calling coach: the last log, the last one that the client wrote themselves, the last day with data (null: none yet), the facts and flags of the last seven days, and what waits for a decision.';

grant select on public.coach_overview to authenticated;

create trigger refuse_write
  instead of insert or update or delete on public.coach_overview
  for each row execute function private.refuse_write();


create view public.coach_trends
with (security_invoker = true)
as
with mine as (
  select c.id, (now() at time zone c.timezone)::date as today
  from public.clients c
  where c.id = any ((select private.my_coached_client_ids())::uuid[])
), daily as (
  select d.*, (m.today - d.day) / 7 as weeks_back, m.today
  from private.my_daily_facts(
    array(select m.id from mine m order by m.id),
    array(select m.today - 27 from mine m order by m.id),
    array(select m.today from mine m order by m.id)
  ) d
  join mine m on m.id = d.client_id
), adherence as (
  select
    w.client_id,
    jsonb_agg(jsonb_build_array(w.last_day, round(100.0 * w.days_within / w.days_scored)) order by w.last_day) as weeks
  from (
    select d.client_id, d.today - 7 * d.weeks_back as last_day, count(d.calorie_status) as days_scored,
           count(*) filter (where d.calorie_status = 'within') as days_within
    from daily d
    group by d.client_id, d.today, d.weeks_back
  ) w
  where w.days_scored > 0
  group by w.client_id
)
select
  d.client_id,
  jsonb_agg(jsonb_build_array(d.day, d.weight_kg) order by d.day) filter (where d.weight_kg is not null) as weights,
  a.weeks as adherence
from daily d
left join adherence a on a.client_id = d.client_id
group by d.client_id, a.weeks;

comment on view public.coach_trends is
  'One row per client of the calling coach, for small charts of the last four weeks: weights as [day, kg], adherence as [last day of the seven, percent of the scored days]; null where there is nothing to show.';

grant select on public.coach_trends to authenticated;

create trigger refuse_write
  instead of insert or update or delete on public.coach_trends
  for each row execute function private.refuse_write();


create view private.weigh_ins
with (security_invoker = true)
as
select distinct on (e.client_id, e.date_for_metric)
  e.client_id, e.date_for_metric as day, (e.data_json ->> 'value')::numeric as kilograms
from public.progress_events e
where e.event_type = 'weight' and e.status in ('auto', 'confirmed', 'corrected')
order by e.client_id, e.date_for_metric, e.data_json @> '{"fasting": true}' desc, e.logged_at, e.id;

comment on view private.weigh_ins is
  'The weight of each day that has one, as weight_kg of daily_facts: the first of the day, before it one that was said to be fasting. For days whose other facts are not needed.';

create trigger refuse_write
  instead of insert or update or delete on private.weigh_ins
  for each row execute function private.refuse_write();
