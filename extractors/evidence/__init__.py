"""Second and third looks at what decides, and how sure a value is when readers agree or do not."""
