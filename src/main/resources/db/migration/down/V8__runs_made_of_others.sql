ALTER TABLE runs DROP forked_from;
