-- Every rule of every room: what `rule` means in the other views, with a text that it reads and one that it leaves alone.
SELECT rule, room, meaning, example, counter_example
FROM quality.rules
