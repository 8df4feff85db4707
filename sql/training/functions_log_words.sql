-- training: what a log says of a workout: which one, and which sets. It knows words and numbers, and no programme.

create function private.plain_words(p_text text)
returns text
language sql
immutable
set search_path = ''
-- Without the words that tell neither workouts nor exercises apart.
return btrim(regexp_replace(regexp_replace(
  translate(lower(p_text), 'ё', 'е'),
  '\m(?:did|done|finished|completed|with|was|i|the|my|today|yesterday|workouts?|training|session|day|on|at|of|in|for|weight|сделал\w*|закончил\w*|выполнил\w*|завершил\w*|провел\w*|прошл\w*|готов\w*|был\w*|сегодня|вчера|позавчера|тренировк\w*|заняти\w*|день|дня|по|на|с|в|у|меня|вес|весом)\M', ' ', 'g'
), '[^\w]+', ' ', 'g'));

comment on function private.plain_words(text) is 'The words of a title or of a part of a log by which workouts and exercises are told apart, in lower case.';


create function private.said_group(p_group text)
returns table (reps integer[], kg numeric, seconds integer, meters numeric, sets integer)
language plpgsql
immutable
set search_path = ''
as $$
declare
  v_parts  text[] := regexp_split_to_array(p_group, 'x');
  v_part   text;
  v_plain  numeric[] := '{}';
  v_kg_at  integer;
  v_number numeric;
begin
  if p_group ~ '/' then
    reps := array(select trunc(n::numeric)::integer from regexp_split_to_table(regexp_replace(p_group, '[a-z]', '', 'g'), '/') n);
    if p_group ~ '[si]' then
      return; -- a list of times is not read
    end if;
    return next;
    return;
  end if;
  foreach v_part in array v_parts loop
    v_number := regexp_replace(v_part, '[a-z]', '')::numeric;
    case left(v_part, 1)
      when 'k' then kg := v_number; v_kg_at := cardinality(v_plain);
      when 'l' then kg := round(v_number * 0.45359237, 2); v_kg_at := cardinality(v_plain);
      when 's' then seconds := v_number;
      when 'i' then seconds := v_number * 60;
      when 'm' then meters := v_number;
      when 'd' then meters := v_number * 1000;
      when 'n' then sets := v_number;
      when 'r' then reps := array[v_number::integer];
      else v_plain := v_plain || v_number;
    end case;
  end loop;
  -- Of three bare numbers the weight is the first or the last; of two the first is one where it cannot count sets.
  if cardinality(v_plain) = 3 and kg is null then
    v_kg_at := case when v_plain[1] % 1 <> 0 or v_plain[1] >= v_plain[3] then 0 else 2 end;
    kg := v_plain[v_kg_at + 1];
    v_plain := v_plain[1:v_kg_at] || v_plain[v_kg_at + 2:];
  elsif cardinality(v_plain) = 2 and kg is null and seconds is null and meters is null and (v_plain[1] % 1 <> 0 or v_plain[1] > 12) then
    kg := v_plain[1];
    v_plain := v_plain[2:];
  end if;
  if exists (select from unnest(v_plain) n where n % 1 <> 0 or n > 1000) then
    return;
  end if;
  if cardinality(v_plain) = 2 then
    sets := v_plain[case when v_kg_at = 0 then 2 else 1 end];
    reps := array[v_plain[case when v_kg_at = 0 then 1 else 2 end]::integer];
  elsif cardinality(v_plain) = 1 then
    if seconds is not null or meters is not null or reps is not null then
      sets := v_plain[1];
    else
      reps := array[v_plain[1]::integer];
    end if;
  end if;
  return next;
end;
$$;

comment on function private.said_group(text) is
  'The numbers of a group such as 3x8, k62.5x8x3, 8/8/6 or 3xs60, whose letters are units: kg, pounds, seconds, minutes (i), meters, kilometers (d), sets (n) and reps.';


create function private.said_workout(p_text text, p_unit public.weight_unit default 'kg')
returns jsonb
language plpgsql
immutable
set search_path = ''
as $$
declare
  v_most   constant integer := 60; -- sets of one workout
  v_number constant text := '(\d{1,5}(?:\.\d{1,2})?)\s*';
  v_group  constant text := '[klsimdnr]?\d+(?:\.\d+)?(?:[x/][klsimdnr]?\d+(?:\.\d+)?)*';
  v_text   text := translate(lower(coalesce(p_text, '')), 'ё×*', 'еxx');
  v_clause text;
  v_rest   text;
  v_name   text := '';
  v_day    text[];
  v_groups text[];
  v_one    record;
  v_reps   integer[];
  v_sets   integer;
  v_kg     numeric;
  v_before numeric;
  v_rpe    numeric;
  v_secs   integer;
  v_meters numeric;
  v_found  jsonb := '[]';
  v_titles jsonb := '[]';
  v_day_no integer;
  v_done   boolean := false;
  v_whole  boolean := true;
begin
  v_text := regexp_replace(v_text, '\m(\d{1,3}),(?=\d{1,3},\d)', '\1/', 'g'); -- 8,8,6 are three sets
  v_text := regexp_replace(v_text, '(/\d{1,3}),(?=\d)', '\1/', 'g');
  v_text := regexp_replace(v_text, '(\d),(?=\d)', '\1.', 'g');
  for v_clause in
    select btrim(c) from regexp_split_to_table(v_text, '[;\n!]+|[,.](?=\s|$)|:(?!\d)|\s[—–-]\s|\s(?:и|and|then|затем|потом)\s') c
    where c ~ '\w'
  loop
    exit when jsonb_array_length(v_found) > v_most;
    if v_clause ~ '\?|\m(?:не|нет|без|ли|завтра|буд\w+|планир\w+|хочу|перенес\w*|пропусти\w*|not|no|tomorrow|will|going|plan\w*|want|should|skip\w*|miss\w*)\M|n.t\M' then
      v_whole := false;
      continue;
    end if;

    v_day := regexp_match(v_clause, '\m(?:день|day|тренировк\w*|workout|session|занятие)\s*(?:№|#|no)?\s*(\d{1,2})(?!\d|[./x]\d|\s*(?:x|час|ч\M|h|мин|min|км|km|кг|kg|раз))');
    v_day := coalesce(v_day, regexp_match(v_clause, '\m(\d{1,2})\s?-?\s?(?:й|ий|ый|ой|ю|ую|я|st|nd|rd|th)\s+(?:день|day|тренировк\w*|workout|session|занятие)\M'));
    v_rest := case when v_day is null then v_clause else regexp_replace(regexp_replace(v_clause,
      '\m(?:день|day|тренировк\w*|workout|session|занятие)\s*(?:№|#|no)?\s*' || v_day[1] || '(?!\d)', ' '),
      '\m' || v_day[1] || '\s?-?\s?(?:й|ий|ый|ой|ю|ую|я|st|nd|rd|th)\s+(?:день|day|тренировк\w*|workout|session|занятие)\M', ' ') end;

    v_rpe := (regexp_match(v_rest, '\mrpe\s*(\d{1,2}(?:\.5)?)'))[1]::numeric;
    v_rest := regexp_replace(v_rest, '\mrpe\s*\d{1,2}(?:\.5)?', ' ');
    v_rest := regexp_replace(v_rest, v_number || '(?:kg|kgs|кг|кило\w*)\M', 'k\1 ', 'g');
    v_rest := regexp_replace(v_rest, v_number || '(?:lbs?|pounds?|фунт\w*)\M', 'l\1 ', 'g');
    v_rest := regexp_replace(v_rest, v_number || '(?:s|secs?|seconds?|с|сек\w*)\M', 's\1 ', 'g');
    v_rest := regexp_replace(v_rest, v_number || '(?:mins?|minutes?|мин\w*)\M', 'i\1 ', 'g');
    v_rest := regexp_replace(v_rest, v_number || '(?:m|meters?|м|метр\w*)\M', 'm\1 ', 'g');
    v_rest := regexp_replace(v_rest, v_number || '(?:km|км)\M', 'd\1 ', 'g');
    v_rest := regexp_replace(v_rest, v_number || '(?:sets?|подход\w*|сет\w*)\M', 'n\1 ', 'g');
    v_rest := regexp_replace(v_rest, v_number || '(?:reps?|раз\w*|повтор\w*)\M', 'r\1 ', 'g');
    v_rest := regexp_replace(v_rest, '(\d)\s*(?:[xх@]|\m(?:по|of|by|на|at)\M)\s*(?=[klsimdnr]?\d)', '\1x', 'g');

    v_groups := array(select m[1] from regexp_matches(v_rest, '(?<![\w.])(' || v_group || ')(?![\w])', 'g') m);
    v_rest := private.plain_words(regexp_replace(v_rest, '(?<![\w.])' || v_group || '(?![\w])', ' ', 'g'));

    if v_day is not null and v_rest <> '' and v_groups = '{}' then
      v_day := null; -- "day 5 of the diet"
      v_whole := false;
      continue;
    end if;
    if v_clause ~ '\m(?:did|done|finished|completed|сделал\w*|закончил\w*|выполнил\w*|завершил\w*|провел\w*|готов\w*)\M' then
      v_done := true;
    end if;
    if v_day is not null and v_day[1]::integer between 1 and 14 then
      v_day_no := v_day[1]::integer;
    end if;
    if v_groups = '{}' then
      if v_rest <> '' then
        v_titles := v_titles || to_jsonb(v_rest);
        v_name := v_rest; -- "bench: 62.5 3x8"
      end if;
      continue;
    end if;

    v_reps := null; v_sets := null; v_kg := null; v_secs := null; v_meters := null;
    if v_rest <> '' then
      v_name := v_rest;
      v_before := null;
    else
      v_titles := v_titles - v_name;
    end if;
    for v_one in
      select t.single, t.is_plain, g.*
      from (select s.single, s.single ~ '^[\d.]+$' as is_plain, s.n from unnest(v_groups) with ordinality s (single, n)) t
      left join lateral private.said_group(t.single) g on true
      order by not (t.single ~ '[x/]'), t.n -- what is counted in sets comes first, so that a number beside it is a weight
    loop
      if v_one.is_plain and (v_reps is not null or v_secs is not null or (v_one.single ~ '\.') or (cardinality(v_groups) > 1 and v_kg is null)) and v_kg is null then
        v_kg := case when p_unit = 'lb' then round(v_one.single::numeric * 0.45359237, 2) else v_one.single::numeric end;
      else
        v_kg := coalesce(v_kg, v_one.kg);
        v_reps := coalesce(v_reps, v_one.reps);
        v_sets := coalesce(v_sets, v_one.sets);
        v_secs := coalesce(v_secs, v_one.seconds);
        v_meters := coalesce(v_meters, v_one.meters);
      end if;
    end loop;
    v_before := coalesce(v_kg, v_before);
    if (v_reps is not null or v_secs is not null or v_meters is not null) and coalesce(v_sets, 1) <= 20 and v_name <> ''
      and v_before between 0 and 1000 is not false and v_secs between 1 and 86400 is not false and v_meters between 1 and 1000000 is not false
    then
      v_found := v_found || coalesce((
        select jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
          'name', v_name, 'reps', r.reps, 'kg', v_before, 'seconds', v_secs, 'meters', v_meters, 'rpe', case when v_rpe between 1 and 10 then v_rpe end,
          'is_bare', case when v_before is null and v_sets is null and cardinality(v_groups) = 1 and v_groups[1] ~ '^\d+$' then true end
        )))
        from generate_series(1, coalesce(v_sets, 1)) s
        cross join lateral (select unnest(coalesce(v_reps, array[null::integer])) as reps) r
        where r.reps between 1 and 1000 is not false
      ), '[]');
    else
      v_whole := false;
    end if;
  end loop;
  return jsonb_strip_nulls(jsonb_build_object('number', v_day_no, 'done', v_done, 'titles', v_titles, 'sets', v_found, 'whole', v_whole));
end;
$$;

comment on function private.said_workout(text, public.weight_unit) is
  'What a log says of a workout: {number: of the day, done: whether it says that it is done, titles: words that may be its title, sets: [{name, reps, kg, seconds, meters, rpe, is_bare}], whole: whether it says nothing else}. What is denied, planned or asked is left out. p_unit: of a bare weight. is_bare: one number alone, which counts repetitions only of an exercise without weight.';


create function private.counts_as_set(p_said jsonb, p_kind public.exercise_kind)
returns boolean
language sql
immutable
set search_path = ''
-- One number alone is repetitions, seconds or meters, and of a lift with a weight it is no set.
return case p_kind
  when 'weight_reps' then p_said ? 'reps' and not p_said ? 'is_bare'
  when 'reps' then p_said ? 'reps'
  when 'time' then p_said ? 'seconds' or p_said ? 'is_bare'
  else p_said ? 'meters' or p_said ? 'is_bare'
end;

comment on function private.counts_as_set(jsonb, public.exercise_kind) is 'Whether what a log says is a set of an exercise of that kind, see private.said_workout.';
