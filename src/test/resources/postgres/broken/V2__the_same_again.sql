CREATE TABLE word (id int);
