-- training: what follows from sets and sessions. Warm-ups count nowhere.

create view public.exercise_history
with (security_invoker = true)
as
select
  x.client_id,
  x.exercise_id,
  (min(x.done_at) at time zone c.timezone)::date as day,
  x.session_id,
  (count(*) - count(x.side) / 2)::integer as sets,
  sum(x.reps)::integer as reps,
  max(x.kg) as top_kg,
  max(x.reps) as top_reps,
  max(private.e1rm(x.kg, x.reps, x.rpe)) as e1rm,
  sum(x.meters) as meters,
  sum(x.seconds)::integer as seconds,
  sum(x.kg * x.reps) as volume_kg
from public.exercise_completions x
join public.clients c on c.id = x.client_id
where not x.is_warmup
group by x.client_id, x.exercise_id, x.session_id, c.timezone;

comment on view public.exercise_history is 'What a client did of an exercise, by session. e1rm: the highest by private.e1rm, that is Epley up to 10 repetitions, without sets easier than RPE 7. Two sides that were logged by themselves are one set.';
grant select on public.exercise_history to authenticated;

create trigger refuse_write
  instead of insert or update or delete on public.exercise_history
  for each row execute function private.refuse_write();


create view public.weekly_muscle_volume
with (security_invoker = true)
as
select
  x.client_id,
  date_trunc('week', x.done_at at time zone c.timezone)::date as week,
  m.muscle,
  sum(case when x.side is null then m.share else m.share / 2 end) as sets,
  sum(m.share * x.kg * x.reps) as volume_kg
from public.exercise_completions x
join public.clients c on c.id = x.client_id
join public.exercises e on e.id = x.exercise_id
cross join lateral (
  select p as muscle, 1.0 as share from unnest(e.primary_muscles) p
  union all
  select s, 0.5 from unnest(e.secondary_muscles) s
) m
where not x.is_warmup
  and (e.movement is null or e.movement <> all (array(select unnest(private.categories_below('cardio') || private.categories_below('mobility')))))
group by x.client_id, 2, m.muscle;

comment on view public.weekly_muscle_volume is 'Sets and kilograms by muscle and week, which begins on Monday. A secondary muscle counts half; cardio and mobility do not count.';
grant select on public.weekly_muscle_volume to authenticated;

create trigger refuse_write
  instead of insert or update or delete on public.weekly_muscle_volume
  for each row execute function private.refuse_write();


create view public.personal_records
with (security_invoker = true)
as
select distinct on (x.client_id, x.exercise_id, r.metric)
  x.client_id,
  x.exercise_id,
  e.name_en,
  e.name_ru,
  e.kind,
  r.metric,
  r.value,
  r.unit,
  (x.done_at at time zone c.timezone)::date as measured_on,
  x.session_id
from public.exercise_completions x
join public.clients c on c.id = x.client_id
left join public.exercises e on e.id = x.exercise_id
cross join lateral (
  values
    ('e1rm', private.e1rm(x.kg, x.reps, x.rpe), 'kg'),
    ('max_kg', case when x.reps is distinct from 0 then nullif(x.kg, 0) end, 'kg'),
    ('max_reps', nullif(x.reps, 0)::numeric, 'reps'),
    ('max_meters', nullif(x.meters, 0), 'm'),
    ('max_seconds', case when coalesce(x.meters, 0) = 0 then nullif(x.seconds, 0) end::numeric, 's')
) r (metric, value, unit)
where not x.is_warmup and r.value is not null
order by x.client_id, x.exercise_id, r.metric, r.value desc, x.done_at, x.id;

comment on view public.personal_records is 'The best a client ever did of each exercise: e1rm (see exercise_history), max_kg, max_reps, max_meters and max_seconds, each with the day it was first reached.';
grant select on public.personal_records to authenticated;

create trigger refuse_write
  instead of insert or update or delete on public.personal_records
  for each row execute function private.refuse_write();


create view public.training_adherence
with (security_invoker = true)
as
select
  s.client_id,
  date_trunc('week', s.scheduled_on)::date as week,
  count(*)::integer as planned,
  count(*) filter (where s.status = 'finished')::integer as finished,
  count(*) filter (where s.status = 'skipped')::integer as skipped,
  count(*) filter (where s.status in ('planned', 'started') and s.scheduled_on < (now() at time zone c.timezone)::date)::integer as missed
from public.workout_sessions s
join public.clients c on c.id = s.client_id
join public.client_programs p on p.id = s.client_program_id
where s.scheduled_on is not null and (p.status <> 'cancelled' or s.status = 'finished')
group by s.client_id, 2;

comment on view public.training_adherence is 'Sessions of programmes by the week they were meant for, which begins on Monday: how many were planned, and of these finished, skipped and missed. Of a cancelled programme only the finished ones count.';
grant select on public.training_adherence to authenticated;

create trigger refuse_write
  instead of insert or update or delete on public.training_adherence
  for each row execute function private.refuse_write();
