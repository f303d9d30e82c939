"""Every place of every room where words of a plan stand: a passage is struck from all of them."""

import comments.striking
from plans.striking import answers, ending, places

EVERYWHERE = (*places.PLACES, *answers.PLACES, *ending.PLACES, *comments.striking.PLACES)
