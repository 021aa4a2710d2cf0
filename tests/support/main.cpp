#define BOOST_TEST_MODULE ulpfield
#include <boost/test/unit_test.hpp>
