"""Who is asking: gateway keys, trusted chat front ends that assert a person, ages, limits."""
