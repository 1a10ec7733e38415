"""How far apart are two points of the globe?

Great-circle distance by the haversine formula on a sphere of the earth's mean radius::

    h = sin²((φb - φa) / 2) + cos φa · cos φb · sin²((λb - λa) / 2)
    d = 2 R asin √h,   R = 6371.0088 km

Haversine: R. W. Sinnott, "Virtues of the Haversine", Sky & Telescope 68 (2), 1984, p. 159; it keeps its digits for
points close together, where the law of cosines loses them. Radius: the mean radius R1 = (2a + b) / 3 of the Geodetic
Reference System 1980, 6 371 008.77 m (H. Moritz, Journal of Geodesy 74, 2000, p. 128). The earth is flattened by 1/298,
so the sphere is off by up to about 0.6 % of the distance along the ellipsoid.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

EARTH_RADIUS_KM = 6371.0088

Point = tuple[float, float]  # latitude and longitude in degrees, north and east positive


def great_circle_km(a: Point, b: Point) -> float:
    """Kilometres between two points given as (latitude, longitude) in degrees.

    Zero for one point, at most π R = 20 015.1 km; the same from either end; a longitude of 181 is one of -179.
    Raises ValueError for a latitude beyond a pole and for numbers that are not finite.
    """
    for latitude, longitude in (a, b):
        if not (-90 <= latitude <= 90 and math.isfinite(longitude)):
            raise ValueError(f"({latitude}, {longitude}) is not a latitude from -90 to 90 and a longitude.")
    (lat_a, lon_a), (lat_b, lon_b) = a, b
    half_lat = math.radians(lat_b - lat_a) / 2
    half_lon = math.radians(lon_b - lon_a) / 2
    across = math.cos(math.radians(lat_a)) * math.cos(math.radians(lat_b))
    h = math.sin(half_lat) ** 2 + across * math.sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, h)))  # rounding lifts h of some antipodes above 1


def great_circle_km_array(
    lat_a: ArrayLike, lon_a: ArrayLike, lat_b: ArrayLike, lon_b: ArrayLike
) -> NDArray[np.float64]:
    """As `great_circle_km` for arrays of degrees that NumPy can broadcast, in the broadcast shape.

    ``great_circle_km_array(lat[:, None], lon[:, None], lat, lon)`` is the matrix of all pairs. A coordinate that is
    unknown is given as NaN and makes its distances NaN. Raises ValueError for a latitude beyond a pole.
    """
    phi_a, lambda_a, phi_b, lambda_b = (np.radians(np.asarray(x, float)) for x in (lat_a, lon_a, lat_b, lon_b))
    if any(np.any(np.abs(phi) > math.pi / 2) for phi in (phi_a, phi_b)):
        raise ValueError("A latitude lies beyond a pole.")
    h = np.sin((phi_b - phi_a) / 2) ** 2 + np.cos(phi_a) * np.cos(phi_b) * np.sin((lambda_b - lambda_a) / 2) ** 2
    result: NDArray[np.float64] = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(1.0, h)))
    return result
