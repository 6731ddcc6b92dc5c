DROP TABLE word;
DROP TABLE there_is_no_such_table;
