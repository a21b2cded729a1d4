def test_x(application):
    assert application
