-- AlterTable
ALTER TABLE "pace" ADD COLUMN     "recent" TIMESTAMPTZ(3)[] NOT NULL DEFAULT ARRAY[]::TIMESTAMPTZ(3)[];

-- The first instant, from `since` on, at which one more turn leaves at most `most` of them within any `span`.
-- As many as that within a span bar what lies between the last of them less the span and the first and the span.
CREATE FUNCTION tandem_free_at(recent timestamptz[], most int, span interval, since timestamptz) RETURNS timestamptz
LANGUAGE plpgsql STABLE AS $$
DECLARE
  near timestamptz[] := ARRAY(SELECT turn FROM unnest(recent) AS turn WHERE turn > since - span ORDER BY turn);
  free timestamptz := since;
BEGIN
  FOR i IN 1 .. cardinality(near) - most + 1 LOOP
    IF near[i + most - 1] - near[i] < span AND near[i + most - 1] - span < free AND free < near[i] + span THEN
      free := near[i] + span;
    END IF;
  END LOOP;
  RETURN free;
END
$$;

-- Takes the same turn in all of `windows`: the first instant that none of the limits bars, unless it is after `latest`.
-- The limits are three lists: at most `most` turns of the window `limited` within any `span`.
CREATE FUNCTION tandem_take_turn(
  windows text[], limited text[], most int[], span interval[], since timestamptz, latest timestamptz,
  OUT turn timestamptz, OUT taken boolean
) LANGUAGE plpgsql AS $$
DECLARE
  free timestamptz;
BEGIN
  INSERT INTO pace ("window", next_at) SELECT name, since FROM unnest(windows) AS name ON CONFLICT DO NOTHING;
  PERFORM FROM pace WHERE "window" = ANY (windows) ORDER BY "window" FOR UPDATE;
  SELECT greatest(since, max(next_at)) INTO free FROM pace WHERE "window" = ANY (windows);
  LOOP
    turn := free;
    SELECT max(tandem_free_at(pace.recent, l.most, l.span, turn)) INTO free
      FROM unnest(limited, most, span) AS l (name, most, span) JOIN pace ON pace."window" = l.name;
    EXIT WHEN free = turn;
  END LOOP;
  taken := turn <= latest;
  IF taken THEN
    UPDATE pace
       SET recent = ARRAY(SELECT t FROM unnest(pace.recent || turn) AS t WHERE t > since - kept.span ORDER BY t)
      FROM (SELECT l.name, max(l.span) AS span FROM unnest(limited, span) AS l (name, span) GROUP BY l.name) AS kept
     WHERE pace."window" = kept.name;
  END IF;
END
$$;
