"""Every place of every room where words of a plan stand: a passage is struck from all of them."""

import comments.striking
from plans.striking import answers, places

EVERYWHERE = (*places.PLACES, *answers.PLACES, *comments.striking.PLACES)
