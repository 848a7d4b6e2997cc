'use strict';

exports.Page = function Page(props) {
  return props.params.id; // want(path) Object.Page
};

exports.anonymous = (props) => {
  throw new Error('no order in ' + props.path); // want(path_anonymous)
};
