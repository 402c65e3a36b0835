"""What the stages hand each other: frozen dataclasses, no I/O, nothing imported of ours but this package.

Conventions that hold everywhere: coordinates are PDF points with the origin at the top left corner of the page
as it is shown (x to the right, y downwards); pages, rows and columns count from 1; dates are ISO 8601.
"""
