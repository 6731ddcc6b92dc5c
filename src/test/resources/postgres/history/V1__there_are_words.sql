CREATE TABLE word (id int PRIMARY KEY, spelling text NOT NULL);
