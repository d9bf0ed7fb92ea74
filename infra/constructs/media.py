"""Pictures at the edge: `/media/`, the shop's bucket of public files, kept for good: names tell their content."""

from aws_cdk import Stack
from aws_cdk import aws_cloudfront as cloudfront
from aws_cdk import aws_cloudfront_origins as origins
from aws_cdk import aws_s3 as s3
from constructs import Construct

from infra.constructs.distribution import NOTHING, headers
from infra.names import MEDIA
from infra.stages import Stage

PATH = "/media/*"


def media_behavior(scope: Construct, stage: Stage) -> cloudfront.BehaviorOptions:
    """How it is served. The bucket's own policy lets CloudFront in: it is of another stack."""
    stack, place = Stack.of(scope), Construct(scope, "media")
    bucket = s3.Bucket.from_bucket_name(place, "files", stage.names.bucket(MEDIA, stack.account, stack.region))
    told = headers(place, "headers", stage.names.of("media"), comment="On pictures.", policy=NOTHING, is_whole=True)
    return cloudfront.BehaviorOptions(
        origin=origins.S3BucketOrigin.with_origin_access_control(bucket),
        cache_policy=cloudfront.CachePolicy.CACHING_OPTIMIZED,
        allowed_methods=cloudfront.AllowedMethods.ALLOW_GET_HEAD,
        compress=False,  # pictures are
        viewer_protocol_policy=cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        response_headers_policy=told,
    )
