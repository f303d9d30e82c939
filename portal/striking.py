"""Every place of every room where words of a plan stand: a passage is struck from all of them."""

import comments.striking
from plans.striking import answers, ending, places, reviews, rights

EVERYWHERE = (*places.PLACES, *answers.PLACES, *ending.PLACES, *reviews.PLACES, *rights.PLACES, *comments.striking.PLACES)
