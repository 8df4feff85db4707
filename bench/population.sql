-- Coaches of 200 clients each; clients with plans; logs of two events each, in the order in which they were written.

insert into auth.users (id, email)
select gen_random_uuid(), 'coach' || n || '@example.com'
from generate_series(0, (current_setting('bench.others')::integer + 199) / 200) n;

insert into public.profiles (id, role, full_name)
select u.id, 'coach', u.email from auth.users u;

insert into public.clients (coach_id, name, timezone, locale, created_at)
select u.id, 'Client ' || n, 'UTC', 'ru', now() - interval '1 year'
from generate_series(1, 200 + current_setting('bench.others')::integer) n
join auth.users u on u.email = 'coach' || (n - 1) / 200 || '@example.com'
order by n;

insert into public.plans (client_id, type, title, start_date, config_json, is_active, activated_at)
select c.id, 'combined', 'Plan', current_date - 400,
       '{"calories_target_per_day": 1700, "protein_target_g": 130, "carbs_target_g": 160, "fat_target_g": 55, "workouts_per_week_target": 3, "preferred_types": ["strength"], "notes": ""}',
       true, now() - interval '400 days'
from public.clients c;

insert into public.client_invites (client_id, created_by, code_hash)
select c.id, c.coach_id, sha256(c.id::text::bytea)
from public.clients c
where substr(c.name, 8)::integer % 3 = 0;

create temporary table day_of_client as
select c.id as client_id, substr(c.name, 8)::integer as n, current_date - d as day
from public.clients c
cross join lateral generate_series(
  0,
  case
    when c.name = 'Client 1' then 89
    when substr(c.name, 8)::integer <= 200 then 8
    else current_setting('bench.days')::integer - 1
  end
) d
union all
select c.id, substr(c.name, 8)::integer, current_date - 90 - d
from public.clients c
cross join generate_series(1, current_setting('bench.history')::integer) d
where substr(c.name, 8)::integer <= 200;

create temporary table new_log as
select gen_random_uuid() as id, d.client_id, d.n, d.day, k.kind,
       d.day + k.at + make_interval(secs => d.n % 3600) as written_at
from day_of_client d
cross join (values (1, time '07:00'), (2, time '13:00'), (3, time '19:00')) as k(kind, at)
where k.kind < 3 or (d.day - date '2020-01-01' + d.n) % 2 = 0;

insert into public.logs (
  id, client_id, author_type, source, raw_text, created_at, local_date_for_client, timezone, ai_status,
  ai_classification_json, ai_parsed_json, processed_at
)
select
  l.id, l.client_id, 'client', 'smart_log',
  case l.kind
    when 1 then 'вес 67.5, спал 6 ч, настроение нормальное, погода так себе'
    when 2 then 'кбжу 1780/120/60/160, прошла 8650 шагов по набережной'
    else 'силовая на ноги 50 минут, было тяжело, но настроение отличное'
  end,
  l.written_at, l.day, 'UTC', 'processed',
  '{"detected_event_types": ["nutrition", "steps"], "has_weight": false, "has_nutrition": true, "has_workout": false, "has_steps": true, "has_sleep": false, "has_mood": false, "overall_confidence": 0.95, "per_type_confidence": {"nutrition": 0.95, "steps": 0.97}}',
  '{"nutrition": {"calories": 1780, "protein_g": 120, "carbs_g": 160, "fat_g": 60, "estimated": false, "confidence": 0.95}, "workout": null, "weight": null, "steps": {"steps": 8650, "confidence": 0.97}, "sleep": null, "mood": null, "note": null, "date_offset_days": 0}',
  l.written_at + interval '2 seconds'
from new_log l
order by l.written_at;

insert into public.progress_events (
  client_id, log_id, event_type, date_for_metric, data_json, confidence, status, parser, logged_at, created_at
)
select l.client_id, l.id, e.type::public.event_type, l.day, e.data, 0.95,
       (case when e.type = 'nutrition' and l.day > current_date - 9 and l.n % 20 = 0 then 'needs_review' else 'auto' end)::public.event_status,
       'rules/1', l.written_at, l.written_at + interval '2 seconds'
from new_log l
join lateral (values
  (1, 'weight', jsonb_build_object('value', 60 + l.n % 40 + (l.day - current_date) / 30.0, 'unit', 'kg')),
  (1, 'sleep', jsonb_build_object('hours', 6 + l.n % 3, 'quality', 'unknown')),
  (2, 'nutrition', jsonb_build_object(
    'calories', 1500 + (l.n * 37 + (l.day - date '2020-01-01') * 53) % 500, 'protein_g', 120, 'carbs_g', 160, 'fat_g', 60,
    'source', 'text', 'estimated', false, 'scope', 'day')),
  (2, 'steps', jsonb_build_object('steps', 6000 + (l.n * 91) % 6000, 'source', 'text')),
  (3, 'workout', jsonb_build_object(
    'type', 'strength', 'body_focus', jsonb_build_array('lower'), 'duration_min', 50, 'intensity', 'high', 'notes', 'силовая на ноги')),
  (3, 'checkin_mood', jsonb_build_object('label', 'good', 'notes', 'настроение отличное'))
) as e(kind, type, data) on e.kind = l.kind
order by l.written_at;
