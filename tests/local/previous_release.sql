-- What a project has when a migration comes: people, a plan, and logs and reports in every state. Everything goes through
-- the doors of its release, so rows, counters and messages look as that release makes them. Run by a superuser, in one
-- transaction.

create function pg_temp.act_as(p_role text, p_user text default null) returns void
language plpgsql
as $$
begin
  perform set_config('role', p_role, true);
  perform set_config('request.jwt.claims', json_strip_nulls(json_build_object('role', p_role, 'sub', p_user))::text, true);
end;
$$;
grant execute on function pg_temp.act_as(text, text) to public;

insert into auth.users (id, email, raw_user_meta_data) values
  ('00000000-0000-0000-0000-00000000000c', 'coach@example.com', '{"role": "coach", "full_name": "Vera"}'),
  ('00000000-0000-0000-0000-00000000000a', 'anna@example.com', '{"role": "client", "full_name": "Anna"}');
insert into public.clients (id, coach_id, user_id, name, timezone)
values ('00000000-0000-0000-0000-0000000000aa', '00000000-0000-0000-0000-00000000000c',
        '00000000-0000-0000-0000-00000000000a', 'Anna', 'Europe/Moscow');
insert into storage.objects (bucket_id, name) values ('log-media', '00000000-0000-0000-0000-0000000000aa/lunch.png');

select pg_temp.act_as('authenticated', '00000000-0000-0000-0000-00000000000c');

insert into public.plans (client_id, type, title, start_date, config_json)
values ('00000000-0000-0000-0000-0000000000aa', 'nutrition', 'Summer', (now() at time zone 'Europe/Moscow')::date,
        '{"calories_target_per_day": 1700, "protein_target_g": 130, "carbs_target_g": 160, "fat_target_g": 55}');
select from public.plans p, public.activate_plan(p.id);

-- A log that has been read, and what it cost.

select pg_temp.act_as('authenticated', '00000000-0000-0000-0000-00000000000a');
insert into public.logs (client_id, raw_text) values ('00000000-0000-0000-0000-0000000000aa', 'weight 70');
select pg_temp.act_as('service_role');
select worker.finish_logs(jsonb_build_array(jsonb_build_object(
  'msg_id', c.msg_id, 'read_ct', c.read_ct, 'status', 'processed', 'parser', 'before',
  'classification', '{"detected_event_types": ["weight"]}'::jsonb, 'parsed', '{"weight": {"value": 70}}'::jsonb,
  'events', jsonb_build_array(jsonb_build_object(
    'event_type', 'weight', 'data_json', '{"value": 70, "unit": "kg"}'::jsonb, 'confidence', 1, 'status', 'auto',
    'date_for_metric', c.log ->> 'local_date', 'review_reasons', '[]'::jsonb
  )),
  'usage', '{"calls": 2, "input_tokens": 300, "output_tokens": 40}'::jsonb
)))
from worker.claim_logs(1, 120) c;

-- One that was handed back, one that is being read, one that waits, one with a picture.

select pg_temp.act_as('authenticated', '00000000-0000-0000-0000-00000000000a');
insert into public.logs (client_id, raw_text) values ('00000000-0000-0000-0000-0000000000aa', 'handed back');
select pg_temp.act_as('service_role');
select worker.fail_logs(jsonb_build_array(jsonb_build_object(
  'msg_id', c.msg_id, 'read_ct', c.read_ct, 'reason', 'no answer'
)))
from worker.claim_logs(1, 120) c;

select pg_temp.act_as('authenticated', '00000000-0000-0000-0000-00000000000a');
insert into public.logs (client_id, raw_text) values ('00000000-0000-0000-0000-0000000000aa', 'being read');
select pg_temp.act_as('service_role');
select from worker.claim_logs(1, 120);

select pg_temp.act_as('authenticated', '00000000-0000-0000-0000-00000000000a');
insert into public.logs (client_id, raw_text) values ('00000000-0000-0000-0000-0000000000aa', 'waiting');
insert into public.logs (client_id, media_urls)
values ('00000000-0000-0000-0000-0000000000aa', '["00000000-0000-0000-0000-0000000000aa/lunch.png"]');

-- A report that is ready, and one that waits.

select pg_temp.act_as('authenticated', '00000000-0000-0000-0000-00000000000c');
select from public.request_weekly_report('00000000-0000-0000-0000-0000000000aa', (date_trunc('week', now() at time zone 'Europe/Moscow') - interval '7 days')::date);
select pg_temp.act_as('service_role');
select worker.finish_reports(jsonb_build_array(jsonb_build_object(
  'msg_id', c.msg_id, 'read_ct', c.read_ct, 'facts', c.facts, 'generated_by', 'before',
  'texts', '{"coach": "A quiet week.", "client": "You had a quiet week."}'::jsonb
)))
from worker.claim_reports(1, 120) c;

select pg_temp.act_as('authenticated', '00000000-0000-0000-0000-00000000000c');
select from public.request_weekly_report('00000000-0000-0000-0000-0000000000aa', date_trunc('week', now() at time zone 'Europe/Moscow')::date);

reset role;
