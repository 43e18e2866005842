"""What the product makes of the sample corpus, against what a careful reader finds in it."""
